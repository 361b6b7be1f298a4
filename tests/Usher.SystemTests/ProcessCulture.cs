using System.Globalization;
using System.Runtime.CompilerServices;

namespace Usher.SystemTests;

/// <summary>The culture of the process is the one that the program sets, whatever the environment says.</summary>
internal static class ProcessCulture
{
    [ModuleInitializer]
    internal static void KeepInvariant()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}
