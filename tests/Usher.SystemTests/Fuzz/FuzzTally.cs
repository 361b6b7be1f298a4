using System.Collections.Concurrent;
using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>What was sent and what came back.</summary>
internal sealed class FuzzTally(int seed)
{
    private const int FailuresShownMax = 20;
    private const int AnswerCharsMax = 400;

    private readonly ConcurrentDictionary<string, int> _byStatus = [];
    private readonly ConcurrentDictionary<string, int> _byName = [];
    private readonly ConcurrentDictionary<(string Name, int Status), int> _byAnswer = [];
    private readonly ConcurrentQueue<string> _failures = [];
    private int _requests;
    private int _failed;

    public int Requests => _requests;

    public int Failed => _failed;

    public int CountOf(string name) => _byName.GetValueOrDefault(name);

    /// <summary>How often that was answered so.</summary>
    public int CountOf(string name, int status) => _byAnswer.GetValueOrDefault((name, status));

    public void Add(FuzzRequest request, Exchange exchange, string? fault, string @case)
    {
        Interlocked.Increment(ref _requests);
        _byName.AddOrUpdate(request.Name, 1, (_, count) => count + 1);
        foreach (var status in exchange.Answers.Select(answer => $"{answer.Status}").DefaultIfEmpty("no answer"))
        {
            _byStatus.AddOrUpdate(status, 1, (_, count) => count + 1);
        }

        foreach (var answer in exchange.Answers)
        {
            _byAnswer.AddOrUpdate((request.Name, answer.Status), 1, (_, count) => count + 1);
        }

        if (fault is not null && Interlocked.Increment(ref _failed) <= FailuresShownMax)
        {
            _failures.Enqueue($"""
                seed {seed}, {@case}: {request.Name}
                  {fault}
                  answered: {string.Join(" | ", exchange.Answers.Select(Shown))}
                  replay: printf '%b' '{request.Escaped.Replace("'", "\\x27", StringComparison.Ordinal)}'
                """);
        }
    }

    private static string Shown(WireAnswer answer) => answer.Text.Length <= AnswerCharsMax
        ? $"{answer.Status} {answer.Text}"
        : $"{answer.Status} {answer.Text.AsSpan(0, AnswerCharsMax)}…";

    public override string ToString()
    {
        var text = new StringBuilder($"fuzz: seed {seed}, {Requests} requests, {Failed} outside the contract\n");
        foreach (var (status, count) in _byStatus.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append($"  {status,-10} {count,8}\n");
        }

        foreach (var (name, count) in _byName.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append($"  {count,8}  {name}\n");
        }

        return text.AppendJoin('\n', _failures).ToString();
    }
}
