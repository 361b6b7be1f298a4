using System.CommandLine;
using System.Security.Cryptography;

namespace Usher.Server.Cli;

internal static class AdminCommand
{
    private const int KeyBytes = 32;

    public static Command Create()
    {
        var key = new Command("key", "Generate an admin key for organisers and show how to use it.");
        key.SetAction(_ => PrintKeyAsync());
        return new Command("admin", "Manage the organisers' access: one admin key, sent as X-Api-Key.") { key };
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
}
