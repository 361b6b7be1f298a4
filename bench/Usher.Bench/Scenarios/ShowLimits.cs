using Usher.Bench.Settings;

namespace Usher.Bench.Scenarios;

/// <summary>How much a scenario may put on sale.</summary>
internal static class ShowLimits
{
    // The proof keeps every seat in memory.
    private const int SeatsMax = 20_000_000;

    /// <returns>The seats of each show.</returns>
    /// <exception cref="BenchException">The shows are too small for a booking, or too many.</exception>
    public static int RequireSeats(int seats, int perBooking, int shows = 1) =>
        perBooking > seats
            ? throw new BenchException($"--per-booking ({perBooking}) cannot be more than --seats ({seats}).")
        : (long)shows * seats > SeatsMax
            ? throw new BenchException($"--shows times --seats cannot be more than {SeatsMax}.")
        : seats;
}
