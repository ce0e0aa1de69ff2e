// Makes the call that each line of standard input asks for, and writes what the caller gets.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Defender.Actions.Api;
using Defender.Actions.Client;
using Defender.Actions.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

// Redirects would be followed otherwise.
using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
var configuration = new Configuration
{
    BasePath = Environment.GetEnvironmentVariable("DEFENDER_ACTIONS_BASE_URL"),
    AccessToken = Environment.GetEnvironmentVariable("DEFENDER_ACTIONS_TOKEN"),
};
var files = new FilesApi(http, configuration);
var machines = new MachinesApi(http, configuration);

// Without these two, strings of unknown properties that look like times become times, and fractions become doubles.
var settings = files.ApiClient.SerializerSettings;
settings.DateParseHandling = DateParseHandling.None;
settings.FloatParseHandling = FloatParseHandling.Decimal;
machines.ApiClient.SerializerSettings = settings;

var calls = new Dictionary<string, Func<JToken, JToken, Task<IApiResponse>>>
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
    ["unrestrictCodeExecution"] = async (parameters, body) => await machines.UnrestrictCodeExecutionWithHttpInfoAsync(
        Text(parameters, "id"),
        new UnrestrictCodeExecutionRequest(comment: Text(body, "Comment"))),
};

var utf8 = new UTF8Encoding(false);
using var input = new StreamReader(Console.OpenStandardInput(), utf8);
using var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
while (input.ReadLine() is { } line)
{
    output.WriteLine(JsonConvert.SerializeObject(await Answer(line), settings));
}

static string Text(JToken container, string name) => (string)container[name];

async Task<object> Answer(string line)
{
    try
    {
        var request = JsonConvert.DeserializeObject<JObject>(line, settings);
        var operation = Text(request, "operation");
        if (!calls.TryGetValue(operation, out var call))
        {
            return new { failure = $"Driver.cs has no call for `{operation}`" };
        }

        var response = await call(request["parameters"], request["body"]);
        return Held((int)response.StatusCode, response.Content, "null", null);
    }
    catch (ApiException error)
    {
        return Held(error.ErrorCode, Decoded(error), "ApiException", error.ErrorContent as string);
    }
    catch (Exception unforeseen)
    {
        return Held(null, null, unforeseen.GetType().Name, null);
    }
}

// The service's error; null where a gateway answered with nothing, or with HTML.
ErrorResponse Decoded(ApiException error)
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

static object Held(int? status, object value, string typeWithoutValue, string body) => new
{
    status,
    type = value?.GetType().Name ?? typeWithoutValue,
    value,
    text = value is null && !string.IsNullOrEmpty(body) ? body : null,
};
