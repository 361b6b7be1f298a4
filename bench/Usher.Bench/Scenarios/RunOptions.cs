using System.CommandLine;
using System.Security.Cryptography;
using Usher.Bench.Http;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>The options that every scenario has.</summary>
sealed class RunOptions
{
    private const int TimeoutSecondsMax = 600;

    private readonly Option<string> url = new("--url")
    {
        Description = "The running server.",
        HelpName = "http://host:port",
        DefaultValueFactory = _ => "http://localhost:8080",
    };

    private readonly Option<string?> adminKey = new("--admin-key")
    {
        Description = "The server's Auth__AdminKey, for creating shows; taken from that environment variable if left out.",
        HelpName = "key",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("Auth__AdminKey"),
    };

    private readonly Option<string?> postgres = new("--postgres")
    {
        Description = "The server's database: bookings and owners of seats are then read back from there.",
        HelpName = "connection string",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ConnectionStrings__Postgres"),
    };

    private readonly Option<bool> noAudit = new("--no-audit") { Description = "Do not run 'usher audit' at the end." };

    private readonly Option<bool> json = new("--json") { Description = "Print the result as JSON instead of a table." };

    private readonly Option<string?> jsonFile = new("--json-file")
    {
        Description = "Also write the result as JSON to this file.",
        HelpName = "path",
    };

    private readonly Option<int?> rngSeed = new("--rng-seed")
    {
        Description = "Makes the buyers choose the same seats again; the result names the seed of each run.",
        HelpName = "number",
    };

    private readonly Option<int> seconds;
    private readonly Option<int> warmupSeconds;
    private readonly Option<int> timeoutSeconds =
        Whole("--timeout-seconds", "How long to wait for a reply.", 30, 1, TimeoutSecondsMax);

    public RunOptions(int secondsByDefault, int warmupSecondsByDefault)
    {
        seconds = Whole("--seconds", "Length of the measured part.", secondsByDefault, 1, RunSettings.SecondsMax / 2);
        warmupSeconds = Whole(
            "--warmup-seconds", "Load before the measured part.", warmupSecondsByDefault, 0, RunSettings.SecondsMax / 2);
        url.Validators.Add(result =>
        {
            if (HttpTarget.Refuse(result.GetValueOrDefault<string>()) is { } refusal)
            {
                result.AddError($"--url: {refusal}.");
            }
        });
    }

    /// <summary>A whole number within limits; anything else is refused by name.</summary>
    public static Option<int> Whole(string name, string description, int byDefault, int min, int max)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = $"{min}..{max}",
            DefaultValueFactory = _ => byDefault,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < min || value > max))
            {
                result.AddError($"{name} must be {min} to {max}, not {value}.");
            }
        });
        return option;
    }

    public void AddTo(Command command)
    {
        Option[] options =
            [seconds, warmupSeconds, url, adminKey, postgres, timeoutSeconds, rngSeed, noAudit, json, jsonFile];
        Array.ForEach(options, command.Add);
    }

    public RunSettings Read(ParseResult line) => new()
    {
        Url = line.GetValue(url)!,
        AdminKey = NullIfEmpty(line.GetValue(adminKey)),
        Postgres = NullIfEmpty(line.GetValue(postgres)),
        Seconds = line.GetValue(seconds),
        WarmupSeconds = line.GetValue(warmupSeconds),
        Timeout = TimeSpan.FromSeconds(line.GetValue(timeoutSeconds)),
        Audit = !line.GetValue(noAudit),
        Json = line.GetValue(json),
        JsonFile = line.GetValue(jsonFile),
        RngSeed = line.GetValue(rngSeed) ?? RandomNumberGenerator.GetInt32(1, 1_000_000),
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
