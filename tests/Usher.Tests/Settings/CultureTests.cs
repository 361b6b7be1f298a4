using System.Globalization;
using System.Text;

namespace Usher.Tests.Settings;

/// <summary>ICU is there for whoever names a culture; whoever names none writes as machines read.</summary>
public sealed class CultureTests
{
    // As everywhere, one may run without ICU. Then there is nothing to hold.
    private static bool IsIcuOn => CultureInfo.GetCultures(CultureTypes.SpecificCultures).Length > 1;

    [Fact]
    public void The_process_writes_numbers_and_dates_as_machines_read_them()
    {
        CultureInfo.CurrentCulture.ShouldBe(CultureInfo.InvariantCulture);
        $"{1234.5:N1} {new DateTime(2027, 3, 1):d}".ShouldBe("1,234.5 03/01/2027");
    }

    [Fact]
    public void Names_and_addresses_are_normalised_and_domains_mapped()
    {
        Assert.SkipUnless(IsIcuOn, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is set.");

        "Bo\u0308hm".Normalize(NormalizationForm.FormC).ShouldBe("B\u00f6hm");
        new IdnMapping().GetAscii("b\u00fccher.example").ShouldBe("xn--bcher-kva.example");
        new IdnMapping().GetUnicode("xn--bcher-kva.example").ShouldBe("b\u00fccher.example");
    }
}
