using Usher.Server.Hosting;

namespace Usher.Server.Doctor;

/// <summary>Carries the checks out, one after the other.</summary>
internal static class Examination
{
    // A database that does not answer is asked by several checks.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(15);

    public static async Task<DoctorReport> RunAsync(
        Patient patient, IReadOnlyList<DoctorCheck> checks, CancellationToken ct)
    {
        var findings = new List<NamedFinding>();
        foreach (var check in checks)
        {
            var finding = await LookAsync(check, patient, ct);
            findings.Add(new NamedFinding(check.Name, finding.State, finding.Message, finding.Remedy));
        }

        return new DoctorReport(findings.TrueForAll(finding => finding.State != FindingState.Failed), findings);
    }

    private static async Task<Finding> LookAsync(DoctorCheck check, Patient patient, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(CheckTimeout);
        try
        {
            return await check.RunAsync(patient, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Finding.Failed("It could not be checked: the database did not respond in time.", "See 'database'.");
        }
        catch (Exception e) when (Failures.Explain(e) is { } lines)
        {
            return Finding.Failed(string.Join(" ", lines), "Correct this first; the check needs it.");
        }
    }
}
