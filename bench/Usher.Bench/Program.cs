using System.CommandLine;
using Usher.Bench.Scenarios;

var root = new RootCommand("""
    Puts load on a running Usher server, measures it, and proves from the server's own data that every reply was true.
    Exit code 0: the proof holds; 1: it does not; 2: the run could not take place.
    """)
{
    SeedCommand.Create(),
    SpreadCommand.Create(),
};

var line = root.Parse(args);
if (line.Errors.Count > 0)
{
    foreach (var error in line.Errors)
    {
        await Console.Error.WriteLineAsync($"usher-bench: {error.Message}");
    }

    await Console.Error.WriteLineAsync("See usher-bench --help.");
    return ScenarioCommand.CannotRun;
}

// Ctrl-C ends the sale; there is time to read back what has been sold by then.
return await line.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
