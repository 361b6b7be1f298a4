namespace Usher.Bench.Reports;

/// <summary>What a command found out: one run, or several compared.</summary>
internal interface IBenchResult
{
    /// <summary>Whether everything that was proven is true; no statement about speed.</summary>
    bool Passed { get; }

    string ToText();

    string ToJson();

    /// <summary>A page that needs nothing else.</summary>
    string ToHtml();
}
