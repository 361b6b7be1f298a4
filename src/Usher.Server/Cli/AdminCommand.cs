using System.CommandLine;
using System.Security.Cryptography;
using Usher.Http.Security;

namespace Usher.Server.Cli;

internal static class AdminCommand
{
    private const int KeyBytes = 32;

    public static Command Create()
    {
        var key = new Command("key", "Generate an admin key for the server and show how to use it.");
        key.SetAction(_ => PrintKeyAsync());
        var signingKey = new Command("signing-key", "Generate a key that signs access tokens, and show how to use it.");
        signingKey.SetAction(_ => PrintSigningKeyAsync());
        return new Command("admin", "Manage who may manage: people, and the server's own keys.")
        {
            AdminCreateCommand.Create(),
            AdminListCommand.Create(),
            AdminDisableCommand.Create(),
            AdminDisableCommand.CreateEnable(),
            AdminResetLinkCommand.Create(),
            AdminSecondFactorCommand.Create(),
            key,
            signingKey,
            AdminTicketKeyCommand.Create(),
        };
    }

    // The key alone goes to standard output, so that a script can take it: Auth__AdminKey=$(usher admin key).
    private static async Task<int> PrintKeyAsync()
    {
        await Console.Out.WriteLineAsync(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
        await Console.Error.WriteLineAsync("""
            This key is not stored anywhere. Start the server with it in the environment:
              Auth__AdminKey=<key> usher serve
            and send it with every organiser request:
              curl -H 'X-Api-Key: <key>' …
            """);
        return 0;
    }

    private static async Task<int> PrintSigningKeyAsync()
    {
        await Console.Out.WriteLineAsync(SigningKeyFiles.Make());
        await Console.Error.WriteLineAsync("""
            This key is not stored anywhere. Save it to a file that only the server can read, and start the server with
              Auth__SigningKeys=<file> usher serve
            To change keys: put the new file first and the old one after a semicolon, for as long as tokens last.
            """);
        return 0;
    }
}
