using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Usher.Server.Cli;
using Usher.Server.Observability;

namespace Usher.Tests.Settings;

public sealed class ConsoleLoggingTests
{
    private const string Migrator = "Usher.Engine.Database.Migrator";

    [Fact]
    public void What_the_program_tells_on_its_way_up_has_the_configured_level()
    {
        using var byDefault = ConsoleLogging.CreateFactory(CommandSettings.Load([]));
        using var asked = ConsoleLogging.CreateFactory(CommandSettings.Load(["--Logging:LogLevel:Default=Debug"]));

        Levels(byDefault).ShouldBe((false, true, true));
        Levels(asked).ShouldBe((true, true, true));
    }

    [Fact]
    public void A_command_tells_problems_only_and_no_more_than_it_is_asked_to()
    {
        using var command = ConsoleLogging.CreateFactory(CommandSettings.Load([]), LogLevel.Warning);
        using var quiet = ConsoleLogging.CreateFactory(
            CommandSettings.Load(["--Logging:LogLevel:Default=Error"]), LogLevel.Warning);

        Levels(command).ShouldBe((false, false, true));
        Levels(quiet).ShouldBe((false, false, false));
    }

    [Fact]
    public void Addresses_of_requests_are_no_part_of_what_the_framework_tells_when_it_is_to_tell_more()
    {
        using var asked = ConsoleLogging.CreateFactory(CommandSettings.Load(
            ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace",
                "--Logging:LogLevel:Microsoft.AspNetCore=Trace"]));

        asked.CreateLogger("Microsoft.AspNetCore.Routing.Matching.DfaMatcher").IsEnabled(LogLevel.Trace).ShouldBeTrue();
        asked.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information).ShouldBeFalse();
    }

    [Fact]
    public void What_a_stranger_chose_begins_no_line_of_its_own_and_steers_no_terminal()
    {
        const string forged = "x\r\n2027-01-01T00:00:00.000Z info Forged: y\u2028z\u001b[2J\b\0";
        using var written = new StringWriter { NewLine = "\n" };
        var entry = new LogEntry<string>(
            LogLevel.Warning, "Usher.Http.Errors.ExceptionProblems", default, forged,
            new InvalidOperationException(forged), (state, _) => state);

        new ShortConsoleFormatter().Write(entry, scopeProvider: null, written);

        var lines = written.ToString().TrimEnd('\n').Split('\n');
        lines[0].ShouldEndWith(
            @"Z WARN  ExceptionProblems: x 2027-01-01T00:00:00.000Z info Forged: y z\u001b[2J\u0008\u0000");
        lines.Length.ShouldBeGreaterThan(1);
        lines[1..].ShouldAllBe(line => line.StartsWith("  ", StringComparison.Ordinal));
        lines.ShouldAllBe(line => !line.Any(char.IsControl));
    }

    private static (bool Debug, bool Information, bool Warning) Levels(ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(Migrator);
        return (logger.IsEnabled(LogLevel.Debug), logger.IsEnabled(LogLevel.Information),
            logger.IsEnabled(LogLevel.Warning));
    }
}
