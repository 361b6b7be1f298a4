using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Usher.Api.OpenApi;
using Usher.Api.Shows;
using Usher.Http.Errors;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Live;

internal static class LiveRoutes
{
    private const string Path = "/live";

    private const string Example = """
        data: {"type":"snapshot","as_of":"2027-03-01T09:00:00.123456Z","seats":[[1,"A",0],[2,"H",1],[3,"B",2]]}

        data: {"type":"delta","as_of":"2027-03-01T09:00:01.5Z","seats":[[1,"H",1]]}

        data: {"type":"heartbeat","as_of":"2027-03-01T09:00:16.5Z"}


        """;

    public static void AddLive(this IServiceCollection services)
    {
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LiveOptions>, LiveOptionsCheck>();
        services.AddSingleton<IValidateOptions<LiveOptions>, SubscribersLeaveRoom>();
        services.AddSingleton<LiveChannels>();
    }

    public static void MapLive(this WebApplication app)
    {
        var services = app.Services;
        var options = services.GetRequiredService<IOptions<LiveOptions>>();
        var time = services.GetRequiredService<TimeProvider>();
        // Only this route needs the WebSocket middleware.
        app.UseWhen(
            context => context.Request.Path.Value?.EndsWith(Path, StringComparison.Ordinal) == true,
            live => live
                .Use((context, next) =>
                {
                    ReceiveLimit.Attach(context, options.Value, time);
                    return next(context);
                })
                .UseWebSockets());
        var channels = services.GetRequiredService<LiveChannels>();
        app.Lifetime.ApplicationStopping.Register(channels.Stop);
        var endpoints = new LiveEndpoints(channels, options, time);

        // How a WebSocket begins over HTTP/2 (RFC 8441), which browsers use where no proxy stands in between.
        app.MapMethods("/api/shows/{id}" + Path, [HttpMethods.Connect], endpoints.Watch)
            .ExcludeFromDescription().AllowAnonymous();
        app.MapGet("/api/shows/{id}" + Path, endpoints.Watch).AllowAnonymous()
            .Named("watchShow", DocumentTransformer.Shows, "Watch the seats of a show", """
                As a WebSocket: first a `snapshot` of all seats, then a `delta` whenever some have changed, and a
                `heartbeat` when none has for a while. A seat is `[seat_number, status, version]` with `A` available,
                `H` held, `B` sold or blocked by the organiser: use it only if its version is higher than the one you
                have. Another `snapshot` may come at any time. If the connection is lost, reconnect: a new snapshot
                comes first. Ignore unknown message types. An appointment slot that begins can no longer be booked, but
                is no change of its seat: no message tells it.

                With `Accept: text/event-stream` and no upgrade, the same messages come as server-sent events.

                `format=compact` is for slow connections. Its snapshot has `total_seats` and, in base64, `states`: two
                bits per seat, four seats per byte, the first in the lowest bits; 0 available, 1 held, 2 booked. It has
                no versions: discard yours, because messages of one connection come in order and all that follows is
                newer. Each message has a `next`. Send it as `after` when you reconnect: the same process then sends
                what you missed, as a `delta`, or a `heartbeat` if that is nothing. Otherwise, or where nobody has
                watched the show for `Live:LingerSeconds`, a snapshot comes first.
                """)
            .TakesShowId()
            .TakesQuery(
                "format", "`compact`: snapshots with two bits per seat. Default: each seat with its version.", Text())
            .TakesQuery("after", "With `format=compact`: the `next` of the latest message that you have.", Text())
            .AnswersEmpty(Status101SwitchingProtocols, "A WebSocket; each text message is one of the types below.")
            .AnswersText(Status200OK, "Server-sent events.", LiveEndpoints.EventStream, Example)
            .Refuses(
                ProblemType.NoSuchShow, ProblemType.UpgradeRequired, ProblemType.AnotherSite,
                ProblemType.SubscribersFull, ProblemType.Unavailable);
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
