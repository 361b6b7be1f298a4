using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Usher.Bench.Http;
using Usher.Bench.Settings;

namespace Usher.Bench.Cli;

/// <summary>The options that every scenario has.</summary>
internal sealed class RunOptions
{
    public const string CompareName = "--compare", CompareExpressName = "--compare-express";

    private const int TimeoutSecondsMax = 600;

    private readonly Option<string> url = new("--url")
    {
        Description = "The running server.",
        HelpName = "http://host:port",
        DefaultValueFactory = _ => "http://localhost:8080",
    };

    private readonly Option<string?> adminKey = new("--admin-key")
    {
        Description = "The server's Auth__AdminKey, to create shows and to buy without the limits for one address; "
            + "without it, this environment's.",
        HelpName = "key",
    };

    private readonly Option<string?> postgres = new("--postgres")
    {
        Description = "The server's database, to read bookings and owners of seats back from; else from "
            + "ConnectionStrings__Postgres if that is set, else over HTTP.",
        HelpName = "connection string",
    };

    private readonly Option<bool> noAudit = new("--no-audit") { Description = "Do not run 'usher audit' at the end." };

    private readonly Option<bool> json = new("--json") { Description = "Print the result as JSON instead of a table." };

    private readonly Option<string?> jsonFile = new("--json-file")
    {
        Description = "Also write the result as JSON to this file.",
        HelpName = "path",
    };

    private readonly Option<string?> reportFile = new("--report")
    {
        Description = "Also write the result as a web page with charts to this file.",
        HelpName = "path",
    };

    private readonly Option<bool> start = new("--start")
    {
        Description = "Start a server with a private PostgreSQL for this run, and remove both at the end.",
    };

    private readonly Option<bool> keys = new("--keys")
    {
        Description = "Send an Idempotency-Key with each request for named seats, as Usher's own pages do.",
    };

    private readonly Option<int?> rngSeed = new("--rng-seed")
    {
        Description = "Makes the buyers choose the same seats again; the result names the seed of each run.",
        HelpName = "number",
    };

    private readonly Option<int> rounds = Whole(
        "--rounds", "How often each is measured in a comparison, in turn; medians are compared.", 5, 1, 100);

    private readonly Option<string?> compareTo = new("--compare-to")
    {
        Description = "Also build the server of another commit, branch or tag, and run both in turn on databases of "
            + "their own (so it implies --start); prints each pair, medians and ratios.",
        HelpName = "revision",
    };

    private readonly Option<bool> allowDirty = new("--allow-dirty")
    {
        Description = "With --compare-to: even if the server's sources have changes that are not committed.",
    };

    private readonly Option<int> seconds;
    private readonly Option<int> warmupSeconds;
    private readonly Option<int> timeoutSeconds =
        Whole("--timeout-seconds", "How long to wait for a reply.", 30, 1, TimeoutSecondsMax);

    private readonly bool alwaysStarts;
    private readonly bool comparesBuilds;

    /// <param name="secondsByDefault">Length of the measured part.</param>
    /// <param name="warmupSecondsByDefault">Load before it.</param>
    /// <param name="alwaysStarts">The benchmark needs servers of its own.</param>
    /// <param name="comparesBuilds">It can measure another build's server.</param>
    public RunOptions(
        int secondsByDefault, int warmupSecondsByDefault, bool alwaysStarts = false, bool comparesBuilds = true)
    {
        this.alwaysStarts = alwaysStarts;
        this.comparesBuilds = comparesBuilds;
        seconds = Whole("--seconds", "Length of the measured part.", secondsByDefault, 1, RunSettings.SecondsMax / 2);
        warmupSeconds = Whole(
            "--warmup-seconds", "Load before that part.", warmupSecondsByDefault, 0, RunSettings.SecondsMax / 2);
        url.Validators.Add(result =>
        {
            if (HttpTarget.Refuse(result.GetValueOrDefault<string>()) is { } refusal)
            {
                result.AddError($"--url: {refusal}.");
            }
        });
    }

    public static Option<bool> Compare(string what) => new(CompareName)
    {
        Description = $"{what}, in turn on servers started for it (so it implies --start); prints medians and ratios.",
    };

    /// <summary>A whole number within limits; anything else is refused by name.</summary>
    public static Option<int> Whole(string name, string description, int byDefault, int min, int max) =>
        Number(name, description, byDefault, min, max, "a whole number");

    /// <summary>The same with decimals, from 0 to 1.</summary>
    public static Option<double> Share(string name, string description, double byDefault) =>
        Number(name, description, byDefault, 0, 1, "a number");

    private static Option<T> Number<T>(string name, string description, T byDefault, T min, T max, string kind)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = string.Create(CultureInfo.InvariantCulture, $"{min}..{max}"),
            DefaultValueFactory = _ => byDefault,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (!T.TryParse(text, CultureInfo.InvariantCulture, out var value) || !(value >= min && value <= max))
                {
                    result.AddError(string.Create(
                        CultureInfo.InvariantCulture, $"{name} must be {kind} from {min} to {max}, not '{text}'."));
                }

                return value;
            },
        };

    public void AddTo(Command command)
    {
        Option[] where = alwaysStarts ? [] : [start, url, adminKey, postgres];
        Option[] builds = comparesBuilds ? [compareTo, allowDirty] : [];
        Option[] options =
        [
            .. builds, rounds, seconds, warmupSeconds, .. where, keys, timeoutSeconds, rngSeed, noAudit, json, jsonFile,
            reportFile,
        ];
        Array.ForEach(options, command.Add);
        command.Validators.Add(RefuseTwoComparisons);
    }

    public RunSettings Read(ParseResult line) => new()
    {
        Url = line.GetValue(url)!,
        // Not as the options' defaults: help would print these secrets.
        AdminKey = line.GetValue(adminKey) ?? FromEnvironment("Auth__AdminKey"),
        Postgres = line.GetValue(postgres) ?? FromEnvironment("ConnectionStrings__Postgres"),
        Seconds = line.GetValue(seconds),
        WarmupSeconds = line.GetValue(warmupSeconds),
        Timeout = TimeSpan.FromSeconds(line.GetValue(timeoutSeconds)),
        Audit = !line.GetValue(noAudit),
        Json = line.GetValue(json),
        JsonFile = line.GetValue(jsonFile),
        ReportFile = line.GetValue(reportFile),
        Start = line.GetValue(start),
        Rounds = line.GetValue(rounds),
        CompareTo = line.GetValue(compareTo),
        AllowDirty = line.GetValue(allowDirty),
        SendKeys = line.GetValue(keys),
        RngSeed = line.GetValue(rngSeed) ?? RandomNumberGenerator.GetInt32(1, 1_000_000),
    };

    // Both builds are started for the comparison, and nobody else beside them.
    private void RefuseTwoComparisons(CommandResult result)
    {
        if (result.GetResult(compareTo) is not null)
        {
            string[] others = [CompareName, CompareExpressName, url.Name, adminKey.Name, postgres.Name];
            var given = result.Children.OfType<OptionResult>()
                .Where(option => !option.Implicit && others.Contains(option.Option.Name));
            foreach (var other in given)
            {
                result.AddError($"--compare-to starts two servers of its own; it cannot go with {other.Option.Name}.");
            }
        }
    }

    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;
}
