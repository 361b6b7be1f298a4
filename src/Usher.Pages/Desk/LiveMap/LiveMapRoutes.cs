using Usher.Http.Replies;


namespace Usher.Pages.Desk.LiveMap;

internal static class LiveMapRoutes
{
    public static void MapLiveMap(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var pages = services.GetRequiredService<LiveMapPages>();
        desk.MapRead("/shows/{id}/map", pages.GetLiveMap);
        desk.MapRead("/shows/{id}/map/panel", pages.Panel);
        desk.MapRead("/shows/{id}/map/blocked", pages.Blocked);
        desk.MapPost("/shows/{id}/block", (Delegate)pages.Block);
        desk.MapPost("/shows/{id}/unblock", (Delegate)pages.Unblock);
    }
}
