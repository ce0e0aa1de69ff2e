// Makes the call that each line of standard input asks for, and writes what the caller gets. In C# 7, as Mono compiles it.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Defender.Actions.Api;
using Defender.Actions.Client;
using Defender.Actions.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

internal sealed class Driver
{
    private delegate Task<IApiResponse> Call(JToken parameters, JToken body);

    private readonly JsonSerializerSettings settings;
    private readonly Dictionary<string, Call> calls;

    private Driver(string baseUrl, string token)
    {
        var http = new HttpClient(new HttpClientHandler
        {
            // Redirects would be followed otherwise, and compressed answers not be read. What others call deflate,
            // .NET Framework cannot read: it would throw, and the status be gone.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
        });
        var configuration = new Configuration { BasePath = baseUrl, AccessToken = token };
        var files = new FilesApi(http, configuration);
        var machines = new MachinesApi(http, configuration);

        // Without these two, strings of unknown properties that look like times become times, and fractions doubles.
        settings = files.ApiClient.SerializerSettings;
        settings.DateParseHandling = DateParseHandling.None;
        settings.FloatParseHandling = FloatParseHandling.Decimal;
        machines.ApiClient.SerializerSettings = settings;

        calls = new Dictionary<string, Call>
        {
            ["blockFile"] = async (parameters, body) => await files.BlockFileWithHttpInfoAsync(
                Text(parameters, "sha1"),
                new BlockFileRequest(comment: Text(body, "Comment"))),
            ["unblockFile"] = async (parameters, body) => await files.UnblockFileWithHttpInfoAsync(
                Text(parameters, "sha1"),
                new UnblockFileRequest(comment: Text(body, "Comment"))),
            ["stopAndQuarantineFile"] = async (parameters, body) => await machines.StopAndQuarantineFileWithHttpInfoAsync(
                Text(parameters, "id"),
                new StopAndQuarantineFileRequest(comment: Text(body, "Comment"), sha1: Text(body, "Sha1"))),
            ["unrestrictCodeExecution"] = async (parameters, body) =>
                await machines.UnrestrictCodeExecutionWithHttpInfoAsync(
                    Text(parameters, "id"),
                    new UnrestrictCodeExecutionRequest(comment: Text(body, "Comment"))),
        };
    }

    private static string Text(JToken container, string name) => (string)container[name];

    private async Task<object> Answer(string line)
    {
        try
        {
            var request = JsonConvert.DeserializeObject<JObject>(line, settings);
            var operation = Text(request, "operation");
            Call call;
            if (!calls.TryGetValue(operation, out call))
            {
                return new { failure = $"Driver.cs has no call for `{operation}`" };
            }

            var response = await call(request["parameters"], request["body"]);
            return Held((int)response.StatusCode, response.Content, "null", response.RawContent, response.Headers);
        }
        catch (ApiException error)
        {
            Console.Error.WriteLine(error);
            return Held(error.ErrorCode, Decoded(error), "ApiException", error.ErrorContent as string, error.Headers);
        }
        catch (Exception unforeseen)
        {
            Console.Error.WriteLine(unforeseen);
            return Held(null, null, unforeseen.GetType().Name, null, null);
        }
    }

    /// The service's error; null where a gateway answered with nothing, or with HTML.
    private ErrorResponse Decoded(ApiException error)
    {
        try
        {
            return JsonConvert.DeserializeObject<ErrorResponse>(error.ErrorContent as string ?? "", settings);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static object Held(
        int? status, object value, string typeWithoutValue, string body, Multimap<string, string> headers) => new
    {
        status,
        type = value?.GetType().Name ?? typeWithoutValue,
        value,
        text = value == null && !string.IsNullOrEmpty(body) ? body : null,
        headers = (headers ?? new Multimap<string, string>()).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value)),
    };

    private static void Main()
    {
        var driver = new Driver(
            Environment.GetEnvironmentVariable("DEFENDER_ACTIONS_BASE_URL"),
            Environment.GetEnvironmentVariable("DEFENDER_ACTIONS_TOKEN"));
        var utf8 = new UTF8Encoding(false);
        using (var input = new StreamReader(Console.OpenStandardInput(), utf8))
        using (var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true })
        {
            string line;
            while ((line = input.ReadLine()) != null)
            {
                var answer = driver.Answer(line).GetAwaiter().GetResult();
                output.WriteLine(JsonConvert.SerializeObject(answer, driver.settings));
            }
        }
    }
}
