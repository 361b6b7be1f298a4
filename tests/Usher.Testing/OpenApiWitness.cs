using System.Globalization;
using System.Text.Json;

namespace Usher.Testing;

/// <summary>
/// Holds every answer of a test against the server's own OpenAPI document: its status, its content type and the fields
/// of its document must be there. So the document cannot promise less, or other things, than the tests saw.
/// </summary>
internal sealed class OpenApiWitness(HttpMessageHandler server) : DelegatingHandler(server)
{
    private JsonElement? _document;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        _document ??= await ReadDocumentAsync(request.RequestUri!, cancellationToken);
        if (FindOperation(_document.Value, request) is { } operation)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            Check(_document.Value, operation, response, await response.Content.ReadAsStringAsync(cancellationToken));
        }

        return response;
    }

    private async Task<JsonElement> ReadDocumentAsync(Uri address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/openapi/v1.json"));
        using var response = await base.SendAsync(request, ct);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(ct)).RootElement;
    }

    private static JsonElement? FindOperation(JsonElement document, HttpRequestMessage request)
    {
        var wanted = request.RequestUri!.AbsolutePath.Split('/');
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var template = path.Name.Split('/');
            if (template.Length == wanted.Length
                && template.Zip(wanted).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second)
                && path.Value.TryGetProperty(request.Method.Method.ToLowerInvariant(), out var operation))
            {
                return operation;
            }
        }

        return null;
    }

    private static void Check(JsonElement document, JsonElement operation, HttpResponseMessage response, string text)
    {
        var name = operation.GetProperty("operationId").GetString();
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        operation.GetProperty("responses").TryGetProperty(status, out var answer)
            .ShouldBeTrue($"{name} answered {status}, which the OpenAPI document does not tell: {text}");
        CheckHeaders(answer, response, name);
        if (text.Length == 0)
        {
            answer.TryGetProperty("content", out _).ShouldBeFalse($"{name} {status} promises content");
            return;
        }

        var type = response.Content.Headers.ContentType!.ToString();
        answer.GetProperty("content").TryGetProperty(type, out var content)
            .ShouldBeTrue($"{name} {status} does not promise {type}");
        CheckFields(Resolve(document, content.GetProperty("schema")), JsonDocument.Parse(text).RootElement, name);
    }

    private static void CheckHeaders(JsonElement answer, HttpResponseMessage response, string? name)
    {
        foreach (var header in new[] { "Location", "ETag", "Retry-After", "WWW-Authenticate" })
        {
            var promised = answer.TryGetProperty("headers", out var headers) && headers.TryGetProperty(header, out _);
            response.Headers.Contains(header).ShouldBe(promised, $"{name} {(int)response.StatusCode} header {header}");
        }
    }

    private static void CheckFields(JsonElement schema, JsonElement value, string? name)
    {
        var known = schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).ToHashSet();
        var given = value.EnumerateObject().Select(property => property.Name).ToHashSet();
        given.Except(known).ShouldBeEmpty($"{name} answers fields that its schema does not have");
        if (schema.TryGetProperty("required", out var required))
        {
            required.EnumerateArray().Select(field => field.GetString()!).Except(given)
                .ShouldBeEmpty($"{name} leaves out fields that its schema requires");
        }
    }

    private static JsonElement Resolve(JsonElement document, JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas")
                .GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
}
