using Microsoft.Extensions.Options;
using Usher.Server.Desk.SignIn;
using Usher.Server.Security;

namespace Usher.Server.Desk;

/// <summary>What organisers see in a browser.</summary>
internal static class DeskComposition
{
    public static void AddDesk(this IServiceCollection services)
    {
        services.AddAdminKey();
        services.AddOptions<DeskOptions>().BindConfiguration(DeskOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeskOptions>, DeskOptionsCheck>();
        services.AddSingleton<DeskKey>();
        services.AddSingleton<DeskSeal>();
        services.AddSingleton<DeskSessions>();
        services.AddSingleton<SignInTries>();
        services.AddSingleton<SignInPages>();
    }
}
