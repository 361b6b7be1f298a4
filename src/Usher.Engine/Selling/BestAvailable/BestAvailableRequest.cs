namespace Usher.Engine.Selling.BestAvailable;

/// <summary>A request for the best seats rather than for certain ones.</summary>
/// <param name="SeatCount">How many.</param>
/// <param name="Category">The index of the category in the show's plan; null: any.</param>
/// <param name="MayBeSplit">Whether the group may sit apart where it does not fit together.</param>
internal sealed record BestAvailableRequest(int SeatCount, int? Category, bool MayBeSplit);
