using System.Globalization;

namespace Usher.SystemTests.Faults;

/// <summary>How long the service was away for one fault.</summary>
internal sealed record Recovery(string Fault, TimeSpan Took);

/// <summary>What one arena, or several, came to.</summary>
internal sealed record Proof(
    int Purchases, int Answers, int Acknowledged, int Lost, int Doubled, IReadOnlyList<string> Violations,
    IReadOnlyList<Recovery> Recoveries)
{
    public static Proof Nothing { get; } = new(0, 0, 0, 0, 0, [], []);

    public static Proof Of(
        IReadOnlyCollection<Purchase> purchases, IReadOnlyCollection<StoredBooking> stored,
        IReadOnlyList<Recovery> recoveries) => new(
        purchases.Count,
        purchases.Sum(purchase => purchase.Replies.Count(reply => reply.Status is not null)),
        purchases.Count(purchase => purchase.AcknowledgedId is not null),
        Settlement.CountLost(purchases, stored),
        Settlement.DoubleOwners(stored).Count(),
        Settlement.Violations(purchases, stored),
        recoveries);

    public Proof And(Proof other) => new(
        Purchases + other.Purchases, Answers + other.Answers, Acknowledged + other.Acknowledged, Lost + other.Lost,
        Doubled + other.Doubled, [.. Violations, .. other.Violations], [.. Recoveries, .. other.Recoveries]);

    public override string ToString() =>
        $"{Purchases} purchases, {Answers} answers, {Acknowledged} acknowledged bookings checked: {Lost} lost, "
        + $"{Doubled} doubled, {Violations.Count} violations; service back after "
        + string.Join(", ", Recoveries.GroupBy(recovery => recovery.Fault).Select(of => $"{of.Key} {Times([.. of])}"))
        + $", all {Times(Recoveries)}";

    // Nearest rank: the smallest value that this share of all does not exceed.
    private static string Times(IReadOnlyList<Recovery> recoveries)
    {
        var seconds = recoveries.Select(recovery => recovery.Took.TotalSeconds).Order().ToList();
        double Rank(double share) =>
            seconds.Count == 0 ? 0 : seconds[Math.Max(0, (int)Math.Ceiling(share * seconds.Count) - 1)];
        return string.Create(CultureInfo.InvariantCulture,
            $"× {seconds.Count}: {Rank(0.5):0.00} s median, {Rank(0.99):0.00} s p99, {Rank(1):0.00} s max");
    }
}
