using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Options;
using Usher.Http;
using Usher.Http.Errors;
using Usher.Pages.Buyers.Bookings;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages;

/// <summary>What people see in a browser.</summary>
public static class PagesServices
{
    public static WebApplicationBuilder AddUsherPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddUsherHttp();
        services.AddOptions<PagesOptions>().BindConfiguration(PagesOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PagesOptions>, PagesOptionsCheck>();
        services.AddSingleton(AssetFiles.Read());
        services.AddScoped<FormTokenState>();
        services.AddScoped<AntiforgeryStateProvider>(scope => scope.GetRequiredService<FormTokenState>());
        services.AddSingleton<PageCache>();
        services.AddSingleton<Logos>();
        services.AddSingleton<SeatingViews>();
        services.AddSingleton<ShowsPages>();
        services.AddSingleton<ShowPages>();
        services.AddSingleton<FindPages>();
        services.AddSingleton<BookPages>();
        services.AddSingleton<BookingPages>();
        services.AddSingleton<RememberedPages>();
        services.AddSingleton<IProblemWriter, ProblemPages>();
        services.AddDesk();
        return builder;
    }

    public static WebApplication MapUsherPages(this WebApplication app)
    {
        app.MapAssets();
        app.MapPages();
        app.MapDesk();
        return app;
    }
}
