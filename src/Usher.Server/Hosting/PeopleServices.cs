using Usher.BoxOffice;
using Usher.Engine;
using Usher.Engine.Database;
using Usher.Http.Security;

namespace Usher.Server.Hosting;

/// <summary>People and their passwords, for a command that starts no server.</summary>
internal static class PeopleServices
{
    public static ServiceProvider Of(IConfiguration configuration, DataSources data)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddSingleton(data);
        services.AddLogging();
        services.AddUsherEngine(configuration).AddUsherBoxOffice();
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section);
        services.AddSingleton<PasswordHashes>();
        return services.BuildServiceProvider();
    }
}
