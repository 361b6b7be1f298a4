using System.CommandLine;
using System.CommandLine.Parsing;
using Usher.Server.Hosting;

namespace Usher.Server.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var roles = new Option<Roles>("--roles")
        {
            Description = "What this process does; everything by default.",
            HelpName = "api,worker,web",
            DefaultValueFactory = _ => Roles.All,
            CustomParser = ParseRoles,
        };
        var demo = new Option<bool>("--demo") { Description = "Create a few demo shows, once." };
        var command = new Command(
            "serve", $"Sell seats over HTTP, on {ServerHost.UrlDefault} unless --urls says otherwise, until Ctrl-C.")
        {
            roles,
            demo,
        }.WithSettings();
        command.SetAction((parsed, ct) =>
            ServerHost.RunAsync(parsed.SettingsArguments(), parsed.GetValue(roles), parsed.GetValue(demo), ct));
        return command;
    }

    private static Roles ParseRoles(ArgumentResult argument)
    {
        var roles = Roles.None;
        var names = argument.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries));
        foreach (var name in names)
        {
            var known = name switch
            {
                "api" => Roles.Api,
                "worker" => Roles.Worker,
                "web" => Roles.Web,
                _ => Roles.None,
            };
            if (known == Roles.None)
            {
                argument.AddError($"--roles knows api, worker and web, not '{name}'");
            }

            roles |= known;
        }

        return roles;
    }
}
