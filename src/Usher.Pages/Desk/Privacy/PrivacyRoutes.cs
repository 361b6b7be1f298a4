using Usher.Http.Replies;

namespace Usher.Pages.Desk.Privacy;

internal static class PrivacyRoutes
{
    public static void MapPrivacy(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var pages = services.GetRequiredService<PrivacyPages>();
        desk.MapRead("/privacy", PrivacyPages.GetPrivacy);
        desk.MapPost("/privacy/export", (Delegate)pages.Export);
        desk.MapPost("/privacy/ask", (Delegate)pages.AskErase);
        desk.MapPost("/privacy/erase", (Delegate)pages.Erase);
    }
}
