using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.Server.Desk.Activity;
using Usher.Server.Desk.Bookings;
using Usher.Server.Desk.LiveMap;
using Usher.Server.Desk.NewShows;
using Usher.Server.Desk.Overview;
using Usher.Server.Desk.Plans;
using Usher.Server.Desk.Shows;
using Usher.Server.Desk.SignIn;
using Usher.Server.Security;

namespace Usher.Server.Desk;

/// <summary>What organisers see in a browser.</summary>
internal static class DeskComposition
{
    public static void AddDeskOptions(this IServiceCollection services)
    {
        services.AddOptions<DeskOptions>().BindConfiguration(DeskOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DeskOptions>, DeskOptionsCheck>());
    }

    public static void AddDesk(this IServiceCollection services)
    {
        services.AddAdminKey();
        services.AddDeskOptions();
        services.AddSingleton<DeskKey>();
        services.AddSingleton<DeskSeal>();
        services.AddSingleton<DeskSessions>();
        services.AddSingleton<DeskRehearsal>();
        services.AddSingleton<SignInTries>();
        services.AddSingleton<SignInPages>();
        services.AddSingleton<PlanPictures>();
        services.AddSingleton<PlanPages>();
        services.AddSingleton<ShowDrafts>();
        services.AddSingleton<DraftPlans>();
        services.AddSingleton<PlanStep>();
        services.AddSingleton<WizardPages>();
        services.AddSingleton<Chronicles>();
        services.AddSingleton<LatestBookings>();
        services.AddSingleton<ShowLines>();
        services.AddSingleton<ShowDeskPages>();
        services.AddSingleton<ShowHallPages>();
        services.AddSingleton<ShowPricePages>();
        services.AddSingleton<OverviewPages>();
        services.AddSingleton<LiveMapPages>();
        services.AddSingleton<BookingWording>();
        services.AddSingleton<BookingDeskPages>();
    }
}
