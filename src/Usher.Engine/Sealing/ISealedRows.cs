namespace Usher.Engine.Sealing;

/// <summary>Rows with secrets that are sealed under the key ring itself (ADR 62).</summary>
public interface ISealedRows
{
    /// <summary>Seals what an earlier program stored in the clear, and what is under another key than the active one.
    /// What somebody changes meanwhile is left alone. Any number of processes may do this at once.</summary>
    /// <param name="ct">Ends it; what was sealed stays so.</param>
    /// <returns>How many were sealed.</returns>
    /// <exception cref="KeyRingException">The ring lacks a key that something is under.</exception>
    Task<int> SealAsync(CancellationToken ct);
}
