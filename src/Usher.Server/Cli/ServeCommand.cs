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
            Description = "What this process does. Default: everything.",
            HelpName = "api,worker,web",
            DefaultValueFactory = _ => Roles.All,
            CustomParser = ParseRoles,
        };
        var demo = new Option<bool>("--demo") { Description = "Create demo shows on the first start." };
        var command = new Command(
            "serve", $"Start the server, on {ServerHost.UrlDefault} unless --urls is given; stop it with Ctrl-C.")
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
                argument.AddError($"--roles must be api, worker or web, not '{name}'");
            }

            roles |= known;
        }

        return roles;
    }
}
