namespace Usher.Server.Pages;

/// <summary>What people see in a browser.</summary>
internal static class PagesComposition
{
    public static WebApplicationBuilder AddUsherPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(AssetFiles.Read());
        return builder;
    }

    public static WebApplication MapUsherPages(this WebApplication app)
    {
        app.MapAssets();
        return app;
    }
}
