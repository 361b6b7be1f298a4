using Usher.Http.LoadShedding;
using Usher.Http.Replies;


namespace Usher.Pages.Desk.Plans;

internal static class PlanRoutes
{
    public static void MapPlans(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var plans = services.GetRequiredService<PlanPages>();
        desk.MapRead("/plans", plans.List);
        desk.MapRead("/plans/import", (HttpContext context) => plans.AskImport(context));
        desk.MapPost("/plans/import", (Delegate)((HttpContext context) => plans.Import(context)))
            .WithMetadata(LargeBodyRoute.Plan);
        desk.MapRead("/plans/sample.csv", PlanPages.Sample);
        desk.MapRead("/plans/{id}", plans.GetPlan);
        desk.MapRead("/plans/{id}/import", (HttpContext context, string id) => plans.AskImport(context, id));
        desk.MapPost("/plans/{id}/import", (HttpContext context, string id) => plans.Import(context, id))
            .WithMetadata(LargeBodyRoute.Plan);
        var stages = services.GetRequiredService<PlanStagePages>();
        desk.MapRead("/plans/{id}/stage", stages.Ask);
        desk.MapPost("/plans/{id}/stage", (Delegate)stages.Save);
        desk.MapRead("/plans/{id}/{version}.json", plans.Json);
        desk.MapRead("/plans/{id}/{version}.csv", plans.Csv);
    }
}
