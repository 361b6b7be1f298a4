using System.CommandLine;
using Usher.BoxOffice;
using Usher.Engine;

namespace Usher.Server.Cli;

internal static class PrivacyCommand
{
    /// <summary>The engine and BoxOffice over the command's database and settings.</summary>
    public static ServiceProvider ServicesOf(CommandDatabase database)
    {
        var services = new ServiceCollection();
        services.AddSingleton(database.Configuration);
        services.AddSingleton(database.DataSources);
        services.AddLogging();
        services.AddUsherEngine(database.Configuration);
        services.AddUsherBoxOffice();
        return services.BuildServiceProvider();
    }

    public static Command Create() => new(
        "privacy",
        "Export or erase what is known of a person, and manage the keys that personal data is encrypted with.")
    {
        PrivacyPersonCommand.CreateExport(),
        PrivacyPersonCommand.CreateErase(),
        PrivacyPersonCommand.CreateReapply(),
        PrivacyKeyCommand.CreateAdd(),
        PrivacyKeyCommand.CreateUse(),
        PrivacyKeyCommand.CreateReseal(),
    };
}
