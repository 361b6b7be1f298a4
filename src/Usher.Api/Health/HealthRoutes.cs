using System.ComponentModel;
using System.Text.Json.Serialization;
using Npgsql;
using Usher.Api.OpenApi;
using Usher.Engine.Database;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.Security;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Health;

/// <summary>How the server is.</summary>
internal sealed record HealthDocument
{
    [Wire(Values = ["live", "ready", "not_ready"])]
    public required string Status { get; init; }

    [Description(
        "Why it is not ready, and how to fix it. Only for requests from the server's own machine or to an address of "
        + "`Http__OperatorUrls`, and for an OPERATOR.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

public static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var readiness = new Readiness(
            routes.ServiceProvider.GetRequiredService<DataSources>(),
            routes.ServiceProvider.GetRequiredService<DiskSpace>(),
            routes.ServiceProvider.GetService<WarmUpState>(),
            routes.ServiceProvider.GetRequiredService<OperatorAccess>());

        var health = routes.MapGroup("").AllowAnonymous();
        health.MapRead("/health/live", Live)
            .Named("live", DocumentTransformer.Operations, "Liveness check", "Whether the process is running.")
            .Answers<HealthDocument>(Status200OK, "It is running.", """{ "status": "live" }""");

        health.MapRead("/health/ready", readiness.Check)
            .Named("ready", DocumentTransformer.Operations, "Readiness check",
                "Whether the database responds, its migrations are applied, its disk has space, and the server is "
                    + "warmed up.")
            .Answers<HealthDocument>(Status200OK, "It is ready.", """{ "status": "ready" }""")
            .Answers<HealthDocument>(
                Status503ServiceUnavailable, "It is not ready; `reason` says why, to those who may know.",
                """{ "status": "not_ready", "reason": "The database does not respond." }""");
    }

    private static Reply<HealthDocument> Live() => new(
        Status200OK, new HealthDocument { Status = "live" }, HealthJson.Default.HealthDocument)
    {
        CacheControl = "no-store",
    };
}

/// <summary>Whether this process can serve. It is for load balancers, so it answers soon rather than waits.</summary>
internal sealed class Readiness(DataSources data, DiskSpace disk, WarmUpState? warmUp, OperatorAccess operators)
{
    private const int AnswerSecondsMax = 3;

    private readonly SchemaCheck _schema = new(data);

    public async Task<Reply<HealthDocument>> Check(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(TimeSpan.FromSeconds(AnswerSecondsMax));
        return await ReasonAgainstAsync(patience.Token) is { } reason
            ? Answer(
                Status503ServiceUnavailable, "not_ready", await operators.MaySeeAsync(context) ? reason : null)
            : Answer(Status200OK, "ready", reason: null);
    }

    private async Task<string?> ReasonAgainstAsync(CancellationToken ct)
    {
        if (warmUp is { IsUnderWay: true })
        {
            return "The server is warming up and will be ready in a moment.";
        }

        try
        {
            var pending = await _schema.PendingAsync(ct);
            return pending.IsEmpty
                ? await disk.ProblemAsync(ct)
                : $"Migrations are pending: {string.Join(", ", pending)}. Run 'usher migrate'.";
        }
        catch (MigrationException wrong)
        {
            return wrong.Message;
        }
        catch (Exception away) when (away is OperationCanceledException || DatabaseAway.Caused(away))
        {
            return "The database does not respond.";
        }
        catch (PostgresException wrong)
        {
            return $"The database refused the connection: {wrong.MessageText}.";
        }
    }

    private static Reply<HealthDocument> Answer(int status, string word, string? reason) => new(
        status, new HealthDocument { Status = word, Reason = reason }, HealthJson.Default.HealthDocument)
    {
        CacheControl = "no-store",
    };
}
