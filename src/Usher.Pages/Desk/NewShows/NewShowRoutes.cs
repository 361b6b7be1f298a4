using Usher.Http.LoadShedding;
using Usher.Http.Replies;


namespace Usher.Pages.Desk.NewShows;

internal static class NewShowRoutes
{
    public static void MapNewShows(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var wizard = services.GetRequiredService<WizardPages>();
        desk.MapRead("/shows/new", wizard.Begin);
        desk.MapPost("/shows/new", (Delegate)wizard.Start);
        desk.MapRead("/shows/new/{id}/{step}", wizard.GetStep);
        desk.MapPost("/shows/new/{id}/{step}", wizard.Save).WithMetadata(LargeBodyRoute.Plan);
    }
}
