using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.Http.Security;
using Usher.Pages.Desk;
using Usher.Pages.Desk.Account;
using Usher.Pages.Desk.Activity;
using Usher.Pages.Desk.ApiKeys;
using Usher.Pages.Desk.Bookings;
using Usher.Pages.Desk.LiveMap;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Desk.Organizations;
using Usher.Pages.Desk.Overview;
using Usher.Pages.Desk.Plans;
using Usher.Pages.Desk.Privacy;
using Usher.Pages.Desk.Shows;
using Usher.Pages.Desk.SignIn;
using Usher.Pages.Desk.Team;

namespace Usher.Pages;

/// <summary>What organisers see in a browser.</summary>
internal static class DeskServices
{
    public static void AddDeskOptions(this IServiceCollection services)
    {
        services.AddOptions<DeskOptions>().BindConfiguration(DeskOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DeskOptions>, DeskOptionsCheck>());
    }

    public static void AddDesk(this IServiceCollection services)
    {
        services.AddPolicies();
        services.AddDeskOptions();
        DeskSession.AddTo(services);
        FormToken.AddTo(services);
        services.AddSingleton<CodeTickets>();
        services.AddSingleton<CodePages>();
        services.AddSingleton<PasskeyPages>();
        services.AddSingleton<OpenIdPages>();
        services.AddSingleton<SureCheck>();
        services.AddSingleton<SecondFactorPages>();
        services.AddSingleton<OwnPasskeyPages>();
        services.AddSingleton<SignInPages>();
        services.AddSingleton<PlanPictures>();
        services.AddSingleton<PlanStagePages>();
        services.AddSingleton<PlanPages>();
        services.AddSingleton<PlanStep>();
        services.AddSingleton<WizardPages>();
        services.AddSingleton<LatestBookingViews>();
        services.AddSingleton<ShowLines>();
        services.AddSingleton<ShowDeskPages>();
        services.AddSingleton<ShowEditPages>();
        services.AddSingleton<ShowPlanPages>();
        services.AddSingleton<ShowPricePages>();
        services.AddSingleton<ShowJourneyPages>();
        services.AddSingleton<OverviewPages>();
        services.AddSingleton<LiveMapPages>();
        services.AddSingleton<BookingWording>();
        services.AddSingleton<BookingDeskPages>();
        services.AddSingleton<TeamPages>();
        services.AddSingleton<MemberPages>();
        services.AddSingleton<ApiKeyPages>();
        services.AddSingleton<OrganizationPages>();
        services.AddSingleton<LogoPages>();
        services.AddSingleton<TenantPages>();
        services.AddSingleton<PrivacyPages>();
        services.AddSingleton<AccountPages>();
        services.AddSingleton<JoinPages>();
    }
}
