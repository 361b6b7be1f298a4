using Microsoft.Extensions.Logging;
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

    private static (bool Debug, bool Information, bool Warning) Levels(ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(Migrator);
        return (logger.IsEnabled(LogLevel.Debug), logger.IsEnabled(LogLevel.Information),
            logger.IsEnabled(LogLevel.Warning));
    }
}
