using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Usher.Api.Live;
using Usher.Http.Security;
using Usher.Http.Transport;
using Usher.Pages.Desk;
using Usher.Pages.Kit;
using Usher.Server.Cli;
using Usher.Server.Hosting;

namespace Usher.Tests.Settings;

public sealed class RenamedSettingsTests
{
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.Ordinal)
    {
        [SellingOptions.Section] = typeof(SellingOptions),
        [LiveOptions.Section] = typeof(LiveOptions),
        [HttpLimits.Section] = typeof(HttpLimits),
        [AuthOptions.Section] = typeof(AuthOptions),
        [DeskOptions.Section] = typeof(DeskOptions),
        [PagesOptions.Section] = typeof(PagesOptions),
    };

    [Fact]
    public void The_value_of_an_old_name_counts_under_the_new_one()
    {
        var configuration = CommandSettings.Load(["--Bookings:Lanes=3", "--Live:SubscribersMax=7"]);

        configuration["Bookings:BatchWorkers"].ShouldBe("3");
        configuration["Live:SubscribersMax"].ShouldBe("7");
    }

    [Fact]
    public void Both_names_of_a_setting_are_refused_in_one_line_each()
    {
        var refusal = Should.Throw<OptionsValidationException>(() => CommandSettings.Load(
            ["--Bookings:Lanes=3", "--Bookings:BatchWorkers=3", "--Desk:TriesMax=1",
                "--Desk:SignInAttemptsMax=2", "--Pages:RememberedMax=1"]));

        refusal.Failures.ShouldBe(
        [
            "Bookings__Lanes is the old name of Bookings__BatchWorkers, and both are set. Remove Bookings__Lanes.",
            "Desk__TriesMax and Desk__SignInAttemptsMax are old names of Auth__WrongKeysPerClientMax, and all are set. "
            + "Set only Auth__WrongKeysPerClientMax.",
        ]);
    }

    [Fact]
    public void Each_old_name_is_warned_of_once_and_new_ones_are_not()
    {
        using var log = new Lines();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));

        RenamedSettings.WarnOfOldNames(
            CommandSettings.Load(["--Http:ArrivalMillisecondsMax=300", "--Live:SubscribersMax=7"]), loggers);

        log.Written.ShouldBe(
        [
            "Warning: Http__ArrivalMillisecondsMax is now Http__QueueDelayMillisecondsMax. "
            + "The old name works until the next major version.",
        ]);
    }

    [Fact]
    public void A_wrong_value_is_told_under_the_name_that_it_was_set_by() =>
        Should.Throw<OptionsValidationException>(() => SettingValues.Require(CommandSettings.Load(
            ["--Bookings:Lanes=abc", "--Live:WatchersMax=0", "--Http:QueueDelayMillisecondsMax=1"])))
            .Failures.ShouldBe(
            [
                "Bookings__Lanes is 'abc'; it must be a whole number from 1 to 16.",
                "Http__QueueDelayMillisecondsMax is '1'; it must be a whole number from 10 to 60,000.",
                "Live__WatchersMax is '0'; it must be a whole number from 1 to 1,000,000.",
            ],
            ignoreOrder: true);

    [Theory]
    [InlineData("Http:BodyBytesMax", "64 KiB", "from 1,024 to 67,108,864")]
    [InlineData("Live:HeartbeatSeconds", "often", "from 1 to 3,600")]
    [InlineData("Desk:SessionHours", "12h", "from 1 to 720")]
    [InlineData("Pages:ListSecondsMax", "-1", "from 0 to 3,600")]
    [InlineData("WarmUp:QuietMilliseconds", "1", "from 100 to 10,000")]
    [InlineData("Audit:ViolationsMax", "all", "from 1 to 10,000")]
    [InlineData("Idempotency:KeyDays", "1.5", "from 1 to 3,650")]
    [InlineData("Database:IdleSecondsMax", "0", "from 1 to 3,600")]
    [InlineData("PrivatePostgres:ConnectionsMax", "many", "from 10 to 1,000")]
    public void A_wrong_value_reads_alike_in_every_section(string setting, string value, string range) =>
        Should.Throw<OptionsValidationException>(
            () => SettingValues.Require(CommandSettings.Load([$"--{setting}={value}"])))
            .Failures.ShouldHaveSingleItem()
            .ShouldBe($"{setting.Replace(":", "__")} is '{value}'; it must be a whole number {range}.");

    [Fact]
    public void Defaults_are_right() => SettingValues.Require(CommandSettings.Load([]));

    [Fact]
    public void Each_new_name_is_a_setting_and_no_old_one_is()
    {
        foreach (var (old, name) in RenamedSettings.All)
        {
            IsSetting(name).ShouldBeTrue(name);
            IsSetting(old).ShouldBeFalse(old);
        }
    }

    private static bool IsSetting(string key) =>
        key.Split(':') is [var section, var name] && Sections[section].GetProperty(name) is { CanWrite: true };

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Written.Add($"{logLevel}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
