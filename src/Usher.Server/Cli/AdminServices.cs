using System.CommandLine;
using Usher.BoxOffice.Identity;
using Usher.Server.Hosting;

namespace Usher.Server.Cli;

/// <summary>What the commands about people have in common.</summary>
internal static class AdminServices
{
    public static Option<string> Email() => new("--email")
    {
        Description = "The e-mail address of the person.",
        HelpName = "address",
        Required = true,
    };

    /// <summary>People and passwords over the command's database and settings.</summary>
    public static ServiceProvider Of(CommandDatabase database) =>
        PeopleServices.Of(database.Configuration, database.DataSources);

    /// <summary>Who has the address.</summary>
    /// <exception cref="CommandException">Nobody has.</exception>
    public static async Task<Person> FindAsync(IServiceProvider services, string email, CancellationToken ct) =>
        await services.GetRequiredService<People>().FindAsync(email, ct)
        ?? throw new CommandException($"nobody has the e-mail address {email}; 'usher admin list' shows who is there.");

    /// <summary>The answer is no, and nothing was changed.</summary>
    public static async Task<int> RefuseAsync(string words)
    {
        await Console.Error.WriteLineAsync($"usher: {words}");
        return 1;
    }
}
