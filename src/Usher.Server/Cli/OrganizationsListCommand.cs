using System.CommandLine;
using Usher.BoxOffice.Organizations;

namespace Usher.Server.Cli;

internal static class OrganizationsListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "List all organizations, the oldest first.").WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        await Console.Out.WriteLineAsync($"{"slug",-24}  {"state",-9}  {"host",-30}  name");
        foreach (var one in await services.GetRequiredService<OrganizationStore>().ListAsync(ct))
        {
            var state = one.IsSuspended ? "suspended" : "active";
            await Console.Out.WriteLineAsync($"{one.Slug,-24}  {state,-9}  {one.Host ?? "-",-30}  {one.Name}");
        }

        return 0;
    }
}
