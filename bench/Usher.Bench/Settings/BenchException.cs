namespace Usher.Bench.Settings;

/// <summary>The run cannot take place; the message is one line for the user and names the remedy.</summary>
internal sealed class BenchException(string message) : Exception(message);
