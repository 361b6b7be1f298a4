using System.Text.Json;

namespace Usher.SystemTests.Fuzz;

internal sealed record ApiParameter(string Name, string In, JsonElement Schema);

internal sealed record ApiOperation(
    string Id, string Method, string Path, ApiParameter[] Parameters, JsonElement? Body, JsonElement Responses)
{
    /// <summary>What it may answer while nothing is wrong with the server.</summary>
    public int[] Statuses =>
    [
        .. Responses.EnumerateObject().Select(answer => int.Parse(answer.Name)).Where(status => status != 500),
    ];

    public bool Matches(string path)
    {
        var (template, given) = (Path.Split('/'), path.Split('/'));
        return template.Length == given.Length && template.Zip(given)
            .All(pair => (pair.First.StartsWith('{') && pair.Second.Length > 0) || pair.First == pair.Second);
    }
}

/// <summary>Every operation that the served OpenAPI document lists.</summary>
internal sealed class ApiSurface(JsonElement document)
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    public IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where Methods.Contains(operation.Name)
           select Read(document, path.Name, operation.Name, operation.Value),
    ];

    public SchemaCheck Schemas { get; } = new(document);

    public JsonElement Resolve(JsonElement schema) => Resolve(document, schema);

    public static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            var parts = reference.GetString()!.Split('/')[1..];
            schema = parts.Aggregate(document, (at, part) => at.GetProperty(part));
        }

        return schema;
    }

    private static ApiOperation Read(JsonElement document, string path, string method, JsonElement operation)
    {
        var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : [];
        JsonElement? body = operation.TryGetProperty("requestBody", out var request)
            && Resolve(document, request).GetProperty("content").TryGetProperty("application/json", out var json)
                ? json.GetProperty("schema")
                : null;
        return new ApiOperation(
            operation.GetProperty("operationId").GetString()!,
            method.ToUpperInvariant(),
            path,
            [
                .. parameters.Select(parameter => Resolve(document, parameter)).Select(parameter => new ApiParameter(
                    parameter.GetProperty("name").GetString()!,
                    parameter.GetProperty("in").GetString()!,
                    parameter.GetProperty("schema"))),
            ],
            body,
            operation.GetProperty("responses"));
    }
}
