using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.BoxOffice.Privacy;
using Usher.BoxOffice.Tickets;
using Usher.Engine.Sealing;

namespace Usher.BoxOffice;

/// <summary>What a sale needs around the seat. The engine's <c>DataSources</c> come beside it.</summary>
public static class BoxOfficeServices
{
    /// <summary>Adds it, once for the whole process.</summary>
    public static IServiceCollection AddUsherBoxOffice(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsCheck>();
        services.AddOptions<TicketOptions>().BindConfiguration(TicketOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TicketOptions>, TicketOptionsCheck>();
        services.AddOptions<LogoOptions>().BindConfiguration(LogoOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LogoOptions>, LogoOptionsCheck>();
        services.AddSingleton<LogoReader>();
        services.AddSingleton<OrganizationStore>();
        services.AddSingleton<OrganizationDirectory>();
        services.AddSingleton<OrganizationService>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<PersonLinks>();
        services.AddSingleton<People>();
        services.AddSingleton<Members>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<ISealedRows>(provider => provider.GetRequiredService<SecondFactors>());
        services.AddSingleton<Passkeys>();
        services.AddSingleton<ProviderLogins>();
        services.AddSingleton<SpentChallenges>();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<TicketKeys>();
        services.AddSingleton<EndedLinks>();
        services.AddSingleton<TicketLinks>();
        services.TryAddSingleton<IPersonalDataLog, PersonalDataEvents>();
        services.AddSingleton<PersonalData>();
        return services;
    }
}
