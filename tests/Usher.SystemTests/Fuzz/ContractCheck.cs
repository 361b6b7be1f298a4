using System.Globalization;
using System.Text.Json;

namespace Usher.SystemTests.Fuzz;

/// <summary>Holds what came back against what was promised. A fault is told in words.</summary>
internal sealed class ContractCheck(ApiSurface api)
{
    /// <summary>What only the inside of the server says.</summary>
    private static readonly string[] Leaks =
        ["   at ", "Exception", "Npgsql", "System.", "Microsoft.", "StackTrace", ".cs:line", "SqlState", "relation \""];

    /// <summary>They speak of the inside's names, and are not pages of ours.</summary>
    private static readonly string[] Documents =
        ["GET /docs", "GET /docs/index.html", "GET /docs/index.js", "GET /openapi/v1.json"];

    private static readonly string[] PromisedHeaders = ["Location", "ETag", "Retry-After", "WWW-Authenticate", "Allow"];

    public string? Fault(FuzzRequest request, Exchange exchange)
    {
        if (exchange.Fault is { } fault)
        {
            return fault;
        }

        var expected = request.Expected;
        if (exchange.Answers.Count == 0)
        {
            return expected.MayStaySilent || request.Ending == Ending.Abort ? null : "No answer came.";
        }

        return exchange.Answers.Count > expected.AnswersMax
            ? $"{exchange.Answers.Count} answers came; {expected.AnswersMax} are the most that were asked for."
            : exchange.Answers.Select(answer => Fault(request, answer)).FirstOrDefault(one => one is not null);
    }

    private string? Fault(FuzzRequest request, WireAnswer answer)
    {
        // The HTTP server refuses before there is an application to ask: nothing but the status, and it hangs up.
        if (request.Expected.Refusals.Contains(answer.Status) && answer is { Body.Length: 0, ContentType: null })
        {
            return answer.EndsConnection ? null : "A refused connection is kept.";
        }

        if (!request.Expected.Statuses.Contains(answer.Status))
        {
            return $"{answer.Status} was not to be expected.";
        }

        if (answer.Status == 503 && answer.Header("Retry-After") is null && request.Operation?.Id != "ready")
        {
            return "503 without Retry-After.";
        }

        var isOurs = answer.ContentType is "application/json" or "application/problem+json"
            or "text/html; charset=utf-8";
        if (isOurs && !IsDocument(request)
            && Leaks.FirstOrDefault(leak => answer.Text.Contains(leak, StringComparison.Ordinal)) is { } leaked)
        {
            return $"The body tells of the inside: {leaked}.";
        }

        return request.Operation is null && !IsDocument(request)
            ? PageCheck.Fault(answer, request.IsHead) ?? FaultOfDocument(request, answer)
            : FaultOfDocument(request, answer);
    }

    private string? FaultOfDocument(FuzzRequest request, WireAnswer answer)
    {
        if (answer.ContentType == "application/problem+json" && answer.Body.Length > 0)
        {
            if (FaultOfProblem(answer) is { } fault)
            {
                return fault;
            }

            if (IsUnmatched(answer))
            {
                return null;
            }
        }

        return FaultOfOperation(request.Operation, answer, request.IsHead);
    }

    private static string? FaultOfProblem(WireAnswer answer)
    {
        if (answer.Json is not { ValueKind: JsonValueKind.Object } problem
            || !problem.TryGetProperty("type", out var type)
            || !problem.TryGetProperty("status", out var status)
            || !problem.TryGetProperty("detail", out var detail))
        {
            return $"The problem lacks type, status or detail: {answer.Text}";
        }

        return !type.GetString()!.StartsWith("/problems/", StringComparison.Ordinal)
            || detail.GetString() is not { Length: > 0 }
            || status.GetInt32() != answer.Status
                ? $"The problem does not fit its answer: {answer.Text}"
                : null;
    }

    // Half-closed ones have a longer name.
    private static bool IsDocument(FuzzRequest request) =>
        Documents.Any(name => request.Name.EndsWith(name, StringComparison.Ordinal));

    // 404 and 405 by the routing, which the document promises for all addresses at once.
    private static bool IsUnmatched(WireAnswer answer) =>
        (answer.Status, answer.Json?.GetProperty("type").GetString()) is
            (404, "/problems/no-such-route") or (405, "/problems/method-not-allowed");

    private string? FaultOfOperation(ApiOperation? operation, WireAnswer answer, bool isHead)
    {
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (operation is null || (isHead && answer.Status == 405))
        {
            return null;
        }

        if (!operation.Responses.TryGetProperty(status, out var promised))
        {
            return answer.Status == 400 && operation.Responses.TryGetProperty("101", out _)
                ? null
                : $"{operation.Id} does not promise {status}: {answer.Text}";
        }

        promised = api.Resolve(promised);
        return FaultOfHeaders(promised, answer) ?? (isHead ? null : FaultOfContent(promised, answer));
    }

    private static string? FaultOfHeaders(JsonElement promised, WireAnswer answer)
    {
        foreach (var name in PromisedHeaders)
        {
            var isPromised = promised.TryGetProperty("headers", out var headers) && headers.TryGetProperty(name, out _);
            if (isPromised != answer.Header(name) is not null)
            {
                return isPromised ? $"The header {name} is missing." : $"The header {name} was not promised.";
            }
        }

        return null;
    }

    private string? FaultOfContent(JsonElement promised, WireAnswer answer)
    {
        if (!promised.TryGetProperty("content", out var contents))
        {
            return answer.Body.Length == 0 ? null : $"A body was not promised: {answer.Text}";
        }

        if (answer.ContentType is not { } type || !contents.TryGetProperty(type, out var content))
        {
            return $"The content type {answer.ContentType} was not promised.";
        }

        if (!type.EndsWith("json", StringComparison.Ordinal) || !content.TryGetProperty("schema", out var schema))
        {
            return null;
        }

        return answer.Json is { } json ? api.Schemas.Fault(schema, json) : $"The body is no JSON: {answer.Text}";
    }
}
