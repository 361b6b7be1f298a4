using System.CommandLine;

namespace Usher.Server.Cli;

internal static class PrivacyCommand
{
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
