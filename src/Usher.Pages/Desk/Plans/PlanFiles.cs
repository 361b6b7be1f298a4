using System.Runtime.CompilerServices;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Pages.Desk.Plans;

/// <summary>A plan as the files it can be had as, each written once and kept as long as the plan is.</summary>
internal sealed class PlanFiles
{
    private static readonly ConditionalWeakTable<SeatingPlan, PlanFiles> Made = [];

    private readonly Lazy<byte[]> _json;
    private readonly Lazy<byte[]> _csv;

    private PlanFiles(SeatingPlan plan)
    {
        _json = new Lazy<byte[]>(() => PlanJson.Write(plan));
        _csv = new Lazy<byte[]>(() => PlanCsvFile.Write(plan));
    }

    public byte[] Json => _json.Value;

    public byte[] Csv => _csv.Value;

    public static PlanFiles Of(SeatingPlan plan) => Made.GetValue(plan, static plan => new PlanFiles(plan));
}
