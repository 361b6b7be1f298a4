using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Pages.Desk.Plans;

/// <summary>A plan as the files it can be had as, each written once and kept as long as the plan is.</summary>
internal sealed class PlanFiles
{
    private static readonly ConditionalWeakTable<SeatingPlan, PlanFiles> Made = [];

    private readonly SeatingPlan _plan;
    private readonly Lazy<byte[]> _json;
    private readonly ConcurrentDictionary<TableForm, Lazy<byte[]>> _tables = new();

    private PlanFiles(SeatingPlan plan)
    {
        _plan = plan;
        _json = new Lazy<byte[]>(() => PlanJson.Write(plan));
    }

    public byte[] Json => _json.Value;

    public byte[] Csv(TableForm form) =>
        _tables.GetOrAdd(form, wanted => new Lazy<byte[]>(() => PlanCsvFile.Write(_plan, wanted))).Value;

    public static PlanFiles Of(SeatingPlan plan) => Made.GetValue(plan, static plan => new PlanFiles(plan));
}
