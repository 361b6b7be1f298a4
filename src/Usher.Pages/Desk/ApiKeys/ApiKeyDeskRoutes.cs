using Usher.Http.Replies;

namespace Usher.Pages.Desk.ApiKeys;

internal static class ApiKeyDeskRoutes
{
    public static void MapApiKeys(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var keys = services.GetRequiredService<ApiKeyPages>();
        desk.MapRead("/api-keys", keys.List);
        desk.MapPost("/api-keys", (Delegate)keys.Make);
        desk.MapPost("/api-keys/{id}/revoke", keys.Revoke);
    }
}
