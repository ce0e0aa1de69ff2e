// What the generated client refers to and does not use unless its user sets up retries: it stands in for Polly.

using System;
using System.Threading.Tasks;

namespace Polly
{
    public enum OutcomeType
    {
        Successful,
        Failure,
    }

    public sealed class PolicyResult<T>
    {
        public OutcomeType Outcome { get; set; }

        public Exception FinalException { get; set; }

        public T Result { get; set; }
    }

    public interface ISyncPolicy<T>
    {
    }

    public interface IAsyncPolicy<T>
    {
        Task<PolicyResult<T>> ExecuteAndCaptureAsync(Func<Task<T>> action);
    }
}
