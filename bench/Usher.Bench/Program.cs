using System.CommandLine;
using Usher.Bench.Cli;

var root = new RootCommand("""
    Puts load on an Usher server, measures it, and proves from the server's own data that every reply was true. The
    server runs already (--url), or is started for the run with a private PostgreSQL (--start).

    ./usher-bench seed                      is it right?
    ./usher-bench spread --start            how fast is it here?
    ./usher-bench spread --compare          how fast beside the classic transaction?
    ./usher-bench spread --compare-to main  how fast beside the branch main?

    Exit code 0: the proof holds; 1: it does not; 2: the run could not take place.
    """)
{
    SeedCommand.Create(),
    SpreadCommand.Create(),
    HotCommand.Create(),
    BestCommand.Create(),
    SoldOutCommand.Create(),
    RushCommand.Create(),
    SeatsCommand.Create(),
    WatchCommand.Create(),
    CeilingCommand.Create(),
    GrowCommand.Create(),
    DeskCommand.Create(),
    ColdCommand.Create(),
    HoardCommand.Create(),
    SlowCommand.Create(),
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
