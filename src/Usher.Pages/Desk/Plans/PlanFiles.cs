using System.Runtime.CompilerServices;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Pages.Desk.Plans;

/// <summary>A plan as the files it can be had as, each written once and kept as long as the plan is.</summary>
internal sealed class PlanFiles
{
    private static readonly ConditionalWeakTable<SeatingPlan, PlanFiles> Made = [];

    private readonly Lazy<byte[]> _json;
    private readonly Lazy<byte[]> _withCommas;
    private readonly Lazy<byte[]> _withSemicolons;

    private PlanFiles(SeatingPlan plan)
    {
        _json = new Lazy<byte[]>(() => PlanJson.Write(plan));
        _withCommas = new Lazy<byte[]>(() => PlanCsvFile.Write(plan, TableForm.Comma));
        _withSemicolons = new Lazy<byte[]>(() => PlanCsvFile.Write(plan, TableForm.Semicolon));
    }

    public byte[] Json => _json.Value;

    public byte[] Csv(TableForm form) => form == TableForm.Semicolon ? _withSemicolons.Value : _withCommas.Value;

    public static PlanFiles Of(SeatingPlan plan) => Made.GetValue(plan, static plan => new PlanFiles(plan));
}
