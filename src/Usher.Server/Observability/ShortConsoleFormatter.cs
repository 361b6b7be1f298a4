using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Usher.Server.Observability;

/// <summary>
/// One line for each entry: time (UTC), level, category, message. An exception follows it, indented. What a stranger
/// chose can be in both: it begins no line of its own, and steers no terminal.
/// </summary>
internal sealed class ShortConsoleFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "short";

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = Tame(logEntry.Formatter(logEntry.State, logEntry.Exception), lineEnd: " ");
        var source = logEntry.Category.AsSpan()[(logEntry.Category.LastIndexOf('.') + 1)..];
        textWriter.WriteLine(
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} "
            + $"{Word(logEntry.LogLevel)} {source}: {message}");
        if (logEntry.Exception is not null)
        {
            textWriter.WriteLine($"  {Tame($"{logEntry.Exception}", lineEnd: "\n  ")}");
        }
    }

    private static string Tame(string text, string lineEnd) => string.Join(
        lineEnd,
        text.ReplaceLineEndings("\n").Split('\n').Select(line => string.Concat(line.Select(
            letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : $"{letter}"))));

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "FATAL",
        LogLevel.Error => "ERROR",
        LogLevel.Warning => "WARN ",
        LogLevel.Information => "info ",
        _ => "debug",
    };
}
