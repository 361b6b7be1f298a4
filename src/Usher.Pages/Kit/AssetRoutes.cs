using Usher.Http.Errors;
using Usher.Http.Replies;


namespace Usher.Pages.Kit;

internal static class AssetRoutes
{
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        var files = routes.ServiceProvider.GetRequiredService<AssetFiles>();
        routes.MapRead("/assets/{name}", IResult (string name) =>
            files.Find(name) as IResult ?? Problems.Of(
                ProblemType.NoSuchRoute,
                "There is no script or stylesheet with this name. Reload the page to get the current ones."))
            .ExcludeFromDescription().AllowAnonymous();
    }
}
