using Usher.Http.Replies;


namespace Usher.Pages.Desk.Shows;

internal static class ShowDeskRoutes
{
    public static void MapShowList(this RouteGroupBuilder desk, IServiceProvider services) =>
        desk.MapRead("/shows", services.GetRequiredService<ShowDeskPages>().List);

    /// <summary>How a show sells, and to whom.</summary>
    public static void MapDeskShows(this RouteGroupBuilder desk, IServiceProvider services) =>
        desk.MapRead("/shows/{id}", services.GetRequiredService<ShowDeskPages>().GetShow);

    public static void MapShowChanges(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var edit = services.GetRequiredService<ShowEditPages>();
        desk.MapRead("/shows/{id}/edit", edit.Ask);
        desk.MapPost("/shows/{id}/edit", (Delegate)edit.Save);
        var prices = services.GetRequiredService<ShowPricePages>();
        desk.MapRead("/shows/{id}/prices", prices.Ask);
        desk.MapPost("/shows/{id}/prices", (Delegate)prices.Save);
        var journeys = services.GetRequiredService<ShowJourneyPages>();
        desk.MapRead("/shows/{id}/journey", journeys.Ask);
        desk.MapPost("/shows/{id}/journey", (Delegate)journeys.Save);
        var plans = services.GetRequiredService<ShowPlanPages>();
        desk.MapRead("/shows/{id}/plan", plans.Ask);
        desk.MapPost("/shows/{id}/plan", (Delegate)plans.Move);
        // Its address before, which people may have kept.
        desk.MapRead("/shows/{id}/hall", ShowPlanPages.AtItsAddress);
    }
}
